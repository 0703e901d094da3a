"""The article view: reading, selecting and seeing who said what."""
