// Package view shows a live run on a terminal: the connections as they end,
// those that failed on top, how many there are of what, and each one's story.
//
// It is a report.Reporter: what it is given it keeps, as far as it has room, for the
// screen to be drawn from.
package view

import (
	"context"
	"errors"
	"os"

	tea "charm.land/bubbletea/v2"

	"github.com/tlssniff/tlssniff/monitor"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
)

// View keeps the latest connections and shows them.
type View struct {
	title   string
	unicode bool
	latest  latest
}

// New returns a View of what comes from interfaces. With unicode the screen shows more than ASCII.
func New(title string, unicode bool) *View { return &View{title: title, unicode: unicode} }

// Show takes the terminal until ctx is done. When the user wants the run to end it
// calls quit, once: the terminal stays taken until ctx is done.
func (v *View) Show(ctx context.Context, out *os.File, m *monitor.Monitor, quit func()) error {
	screen := newScreen(v, m, quit)
	_, err := tea.NewProgram(screen, tea.WithContext(ctx), tea.WithOutput(out), tea.WithoutSignalHandler()).Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil
	}
	return err
}

// Streaming says that records are taken as their connections end. View is a report.Reporter.
func (*View) Streaming() bool { return true }

// Encode appends the record as the view keeps it.
func (*View) Encode(dst []byte, c *record.Connection) []byte { return encode(dst, c) }

// Write keeps a record.
func (v *View) Write(encoded []byte) error {
	v.latest.add(decode(encoded))
	return nil
}

// Close does nothing: the summary is told when the terminal is free again.
func (*View) Close(*report.Summary) error { return nil }
