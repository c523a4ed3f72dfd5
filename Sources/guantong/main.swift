import Commands

// The executable: nothing but its entry, so that tests reach all the rest as a library.

Program.run()
