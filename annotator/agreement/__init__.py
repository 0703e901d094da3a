"""How far annotators agree: alignment of layers, kinds of differences, and coefficients. Pure; no I/O.

The methods, their literature and what they leave out are in docs/agreement.md.
"""
