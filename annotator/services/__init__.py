"""What a person does with a project, one verb a module; the window and the command line share them."""
