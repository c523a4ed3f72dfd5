// The executable: commands and wiring only.
