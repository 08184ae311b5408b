package view

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/tlssniff/tlssniff/monitor"
)

// beat is how often the screen is brought up to date.
const beat = 250 * time.Millisecond

// tick is the message that the screen is to be brought up to date.
type tick time.Time

func next() tea.Cmd { return tea.Tick(beat, func(t time.Time) tea.Msg { return tick(t) }) }

// screen is what the user sees and does. It is a tea.Model.
type screen struct {
	view    *View
	monitor *monitor.Monitor
	quit    func()

	width, height int
	began         time.Time
	gauge         gauge

	list   []*entry
	listed int64 // connections that had come when the list was made
	added  int64 // that have come by now
	// chosen is what the cursor is on; nil follows the top of the list. top is the first row that is shown.
	chosen *entry
	top    int

	paused   bool
	ending   bool
	filter   string
	typing   bool // the filter is being typed
	story    []string
	told     *entry // whose story it is; nil where the list is shown
	scrolled int    // lines of the story above the screen
}

func newScreen(v *View, m *monitor.Monitor, quit func()) *screen {
	s := &screen{view: v, monitor: m, quit: quit, width: 80, height: 24, began: time.Now()}
	s.gauge.read(m.State(), s.began)
	return s
}

// Init begins to tick.
func (s *screen) Init() tea.Cmd { return next() }

// Update takes what happened.
func (s *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.width, s.height = max(msg.Width, 1), max(msg.Height, 1)
		if s.told != nil {
			s.tell()
		}
		s.settle()
	case tick:
		s.gauge.read(s.monitor.State(), time.Time(msg))
		s.refresh()
		return s, next()
	case tea.KeyPressMsg:
		s.press(msg)
	}
	return s, nil
}

// View draws the screen.
func (s *screen) View() tea.View {
	lines := s.draw()
	v := tea.NewView(strings.Join(lines[:min(len(lines), s.height)], "\n"))
	v.AltScreen = true
	return v
}

// refresh takes what came since, unless the user wants the list to stand still.
func (s *screen) refresh() {
	list, added := s.view.latest.matching(s.filter)
	s.added = added
	if !s.paused {
		s.list, s.listed = list, added
	}
	s.settle()
}

// settle keeps the cursor on its entry, and that on the screen.
func (s *screen) settle() {
	at := s.cursor()
	if at < 0 {
		s.chosen, s.top = nil, 0
		return
	}
	rows := s.rows()
	s.top = max(min(s.top, at, len(s.list)-rows), at-rows+1, 0)
}

// cursor returns the row of the entry that is chosen, or -1.
func (s *screen) cursor() int {
	for i, e := range s.list {
		if e == s.chosen {
			return i
		}
	}
	return -1
}
