package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

// The program does not carry what writes its manual: packaging/release asks for it here.
var (
	manFolder  = flag.String("man", "", "write the manual pages into this folder")
	manVersion = flag.String("man-version", "", "the version that they are of")
)

// manPage returns the manual page of a command.
func manPage(t *testing.T, cmd *cobra.Command) []byte {
	t.Helper()
	cmd.DisableAutoGenTag = true
	var b bytes.Buffer
	// Without a date, so that the same program has the same pages.
	err := doc.GenMan(cmd, &doc.GenManHeader{Section: "1", Manual: "tlssniff manual", Source: strings.TrimSpace("tlssniff " + *manVersion), Date: new(time.Time)}, &b)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(b.Bytes(), []byte(`"Jan 0001"`), []byte(`""`), 1)
}

// TestManPages holds that each command has a page that tells all its flags.
func TestManPages(t *testing.T) {
	root := newRoot(streams{})
	for _, cmd := range append(root.Commands(), root) {
		t.Run(cmd.Name(), func(t *testing.T) {
			page := manPage(t, cmd)
			text := strings.ReplaceAll(string(page), `\-`, "-")
			for _, section := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"} {
				if !strings.Contains(text, ".SH "+section) {
					t.Errorf("there is no section %s", section)
				}
			}
			cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
				if !strings.Contains(text, "--"+f.Name+`\fP`) {
					t.Errorf("--%s is not told", f.Name)
				}
			})
			if *manFolder == "" {
				return
			}
			name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
			if err := os.WriteFile(filepath.Join(*manFolder, name), page, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}
