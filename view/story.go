package view

import (
	"encoding/json"
	"strings"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/report"
	"github.com/tlssniff/tlssniff/report/story"
)

// tell makes the story of the connection that is to be told.
func (s *screen) tell() {
	var c record.Connection
	if err := json.Unmarshal(s.told.record, &c); err != nil {
		s.story = []string{"the record can't be read: " + err.Error()}
		return
	}
	var b strings.Builder
	told := story.Tell(&c, report.Clean)
	// A Builder takes all.
	_ = told.Draw(&b, story.Look{Width: s.width, Unicode: s.view.unicode})
	s.story = strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
}

// drawStory returns the lines of the story that the screen has room for.
func (s *screen) drawStory() []string {
	page := max(s.height-1, 1)
	from := max(min(s.scrolled, len(s.story)-1), 0)
	lines := make([]string, 0, s.height)
	for _, line := range s.story[from:min(from+page, len(s.story))] {
		lines = append(lines, s.line(line))
	}
	for len(lines) < page {
		lines = append(lines, "")
	}
	return append(lines, faint.Render(s.line("up, down, space scroll  esc back  ctrl+c quit")))
}
