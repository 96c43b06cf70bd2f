"""The window's frame: its columns, menus, tabs and dialogs."""
