package main

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// defaultWidth is that of a report which goes to no terminal.
const defaultWidth = 80

// width returns how many columns a report may use.
func width(out *os.File) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if n, _, err := term.GetSize(int(out.Fd())); err == nil && n > 0 {
		return n
	}
	return defaultWidth
}

// unicode reports whether the terminal's locale can show more than ASCII.
func unicode() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			v = strings.ToLower(v)
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return false
}
