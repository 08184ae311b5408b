package diagnosis

// Lookup returns the cause of a code.
func Lookup(code string) (Cause, bool) { return Cause{}, false }
