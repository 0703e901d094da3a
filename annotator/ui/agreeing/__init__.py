"""The page on agreement, in place of the article, and how it is measured."""
