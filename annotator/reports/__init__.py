"""Reports to hand to somebody: what an article, or a project, has to tell, as values and as a page."""
