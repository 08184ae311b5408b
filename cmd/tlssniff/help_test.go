package main

import (
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
)

// TestHelpFitsAPipe holds that no line of a command's help is wider than what is printed where no terminal is.
func TestHelpFitsAPipe(t *testing.T) {
	t.Setenv("COLUMNS", "")
	commands := [][]string{nil}
	for _, c := range newRoot(streams{}).Commands() {
		commands = append(commands, []string{c.Name()})
	}
	for _, command := range commands {
		for line := range strings.Lines(string(printed(t, append(command, "--help")...))) {
			if line = strings.TrimSuffix(line, "\n"); runewidth.StringWidth(line) > defaultWidth {
				t.Errorf("tlssniff %v --help: %q", command, line)
			}
		}
	}
}
