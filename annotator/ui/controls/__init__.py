"""Small controls, painted in the tokens of the moment: a change of theme only repaints them."""
