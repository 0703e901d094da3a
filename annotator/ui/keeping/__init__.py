"""What keeps work safe in the window: the banner, the watch, backups and salvage."""
