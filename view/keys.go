package view

import (
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// maxFilter is how many bytes of a filter are taken.
const maxFilter = 100

// press does what a key asks for, depending on what is on the screen.
func (s *screen) press(key tea.KeyPressMsg) {
	switch name := key.String(); {
	case name == "ctrl+c":
		s.leave()
	case s.typing:
		s.edit(name, key.Text)
	case s.told != nil:
		s.read(name)
	default:
		s.choose(name)
	}
}

// leave ends the run. What is in hand is finished meanwhile.
func (s *screen) leave() {
	if !s.ending {
		s.ending = true
		s.quit()
	}
}

// choose moves in the list.
func (s *screen) choose(key string) {
	switch key {
	case "q":
		s.leave()
	case "p", "space":
		s.paused = !s.paused
		s.refresh()
	case "/":
		s.typing = true
	case "esc":
		s.filter, s.chosen = "", nil
		s.refresh()
	case "up", "k":
		s.move(-1)
	case "down", "j":
		s.move(1)
	case "pgup":
		s.move(-s.rows())
	case "pgdown":
		s.move(s.rows())
	case "home", "g":
		s.move(-len(s.list))
	case "end", "G":
		s.move(len(s.list))
	case "enter":
		if s.chosen == nil {
			s.move(0)
		}
		if s.chosen != nil {
			s.told, s.scrolled = s.chosen, 0
			s.tell()
		}
	}
}

// move moves the cursor, which is put on the list if it is not there.
func (s *screen) move(by int) {
	if len(s.list) == 0 {
		return
	}
	at := s.cursor()
	if at < 0 {
		at, by = 0, max(by-1, 0)
	}
	s.chosen = s.list[min(max(at+by, 0), len(s.list)-1)]
	s.settle()
}

// edit changes the filter; the list follows each key.
func (s *screen) edit(key, text string) {
	switch {
	case key == "enter":
		s.typing = false
	case key == "esc":
		s.typing, s.filter = false, ""
	case key == "backspace":
		_, n := utf8.DecodeLastRuneInString(s.filter)
		s.filter = s.filter[:len(s.filter)-n]
	case len(s.filter)+len(text) <= maxFilter:
		s.filter += text
	}
	list, added := s.view.latest.matching(s.filter)
	s.list, s.listed, s.added = list, added, added
	s.settle()
}

// read moves in a story.
func (s *screen) read(key string) {
	page := max(s.height-2, 1)
	switch key {
	case "q", "esc", "enter", "backspace", "left":
		s.told, s.story = nil, nil
		return
	case "up", "k":
		s.scrolled--
	case "down", "j":
		s.scrolled++
	case "pgup":
		s.scrolled -= page
	case "pgdown", "space":
		s.scrolled += page
	case "home", "g":
		s.scrolled = 0
	case "end", "G":
		s.scrolled = len(s.story)
	}
	s.scrolled = max(min(s.scrolled, len(s.story)-page), 0)
}
