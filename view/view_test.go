package view

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/tlssniff/tlssniff/capture/live"
	"github.com/tlssniff/tlssniff/monitor"
	"github.com/tlssniff/tlssniff/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

// cable is an interface that lost three packets.
type cable struct{}

func (cable) Stats() []live.Stats {
	return []live.Stats{{Interface: "eth0", Dropped: 3, Up: true}}
}

// connection makes a record: every third one failed, and of one the name is hostile.
func connection(n int) *record.Connection {
	c := &record.Connection{
		UID: fmt.Sprintf("%024d", n), Outcome: record.OutcomeEstablished, Transport: "tcp",
		Client:  record.Endpoint{IP: "10.0.0.7", Port: uint16(50000 + n)},
		Server:  record.Endpoint{IP: "10.0.0.1", Port: 443},
		Version: "TLS 1.3", CipherSuite: "TLS_AES_128_GCM_SHA256",
		Start: record.Time(time.Duration(n) * time.Second),
	}
	c.ServerName.Value, c.ServerName.Present = fmt.Sprintf("www%d.example", n), true
	switch {
	case n%3 == 0:
		c.Outcome, c.Version, c.CipherSuite = record.OutcomeFailed, "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
		c.Diagnosis = &record.Diagnosis{Cause: "server_certificate_expired", Summary: "the certificate has expired"}
	case n == 4:
		c.ServerName.Value = "evil\x1b[2J\u202e.example"
	}
	return c
}

// filled is a screen of a run that saw so many connections, ten in a second. It is to be called in a bubble.
func filled(connections int) (s *screen, quits *int) {
	m := monitor.New(cable{})
	v := New("eth0", false)
	quits = new(int)
	s = newScreen(v, m, func() { *quits++ })
	for n := range connections {
		c := connection(n)
		m.Observe(c)
		if err := v.Write(v.Encode(nil, c)); err != nil {
			panic(err)
		}
		m.Meter.Packets.Add(20)
		if n%10 == 9 {
			time.Sleep(time.Second)
			s.Update(tick(time.Now()))
		}
	}
	s.Update(tick(time.Now()))
	return s, quits
}

var (
	styles = regexp.MustCompile("\x1b\\[[0-9;]*m")
	memory = regexp.MustCompile(`memory \d+ MB`)
)

// shown is what a person sees of the screen.
func shown(s *screen) string {
	return memory.ReplaceAllString(styles.ReplaceAllString(s.View().Content, ""), "memory 99 MB")
}

// keys are those that tests press, by name; others are typed.
var keys = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"pgdown": {Code: tea.KeyPgDown}, "end": {Code: tea.KeyEnd}, "home": {Code: tea.KeyHome}, "backspace": {Code: tea.KeyBackspace},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl},
}

func press(s *screen, names ...string) {
	for _, name := range names {
		if key, ok := keys[name]; ok {
			s.Update(key)
			continue
		}
		for _, r := range name {
			s.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

func TestScreens(t *testing.T) {
	for _, test := range []struct {
		name          string
		width, height int
		connections   int
		keys          []string
	}{
		{name: "empty", width: 80, height: 24},
		{name: "list", width: 80, height: 24, connections: 20},
		{name: "wide", width: 140, height: 24, connections: 20},
		{name: "small", width: 20, height: 3, connections: 20},
		{name: "chosen", width: 80, height: 16, connections: 20, keys: []string{"down", "end"}},
		{name: "filter-typed", width: 80, height: 16, connections: 20, keys: []string{"/", "www3x", "backspace"}},
		{name: "filter-kept", width: 80, height: 16, connections: 20, keys: []string{"/", "EXPIRED", "enter"}},
		{name: "story", width: 80, height: 24, connections: 20, keys: []string{"down", "enter"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, _ := filled(test.connections)
				s.Update(tea.WindowSizeMsg{Width: test.width, Height: test.height})
				press(s, test.keys...)
				got := shown(s)
				lines := strings.Split(got, "\n")
				if len(lines) > test.height {
					t.Errorf("%d lines on a screen of %d", len(lines), test.height)
				}
				for _, line := range lines {
					if n := runewidth.StringWidth(line); n > test.width {
						t.Errorf("%d columns on a screen of %d: %q", n, test.width, line)
					}
				}
				golden(t, test.name, got+"\n")
			})
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Error(d)
	}
}

func TestPauseHoldsTheListAndCountsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := filled(5)
		press(s, "p")
		s.view.latest.add(&entry{})
		s.Update(tick(time.Now()))
		if got := shown(s); len(s.list) != 5 || !strings.Contains(got, "PAUSED, 1 new") {
			t.Errorf("%d connections are listed\n%s", len(s.list), got)
		}
		press(s, "p")
		if got := shown(s); len(s.list) != 6 || strings.Contains(got, "PAUSED") {
			t.Errorf("%d connections are listed\n%s", len(s.list), got)
		}
	})
}

func TestTheCursorStaysOnItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := filled(20)
		press(s, "down", "down")
		chosen := s.chosen
		for n := range 100 {
			e := decode(encode(nil, connection(3*n)))
			s.view.latest.add(e)
		}
		s.Update(tick(time.Now()))
		at := s.cursor()
		if s.chosen != chosen || at < s.top || at >= s.top+s.rows() {
			t.Errorf("the cursor is at row %d, the screen begins with %d", at, s.top)
		}
	})
}

func TestQuitAsksOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, quits := filled(3)
		press(s, "down", "enter", "q") // back from the story
		if *quits != 0 {
			t.Fatal("leaving a story ends the run")
		}
		press(s, "q", "q", "ctrl+c")
		if *quits != 1 || !strings.Contains(shown(s), "ENDING") {
			t.Errorf("%d quits\n%s", *quits, shown(s))
		}
	})
}

func TestTheLatestAreKeptWithinBounds(t *testing.T) {
	var l latest
	for range 3 * maxKept {
		l.add(&entry{})
	}
	if all, added := l.matching(""); len(all) != maxKept || added != 3*maxKept {
		t.Errorf("%d of %d are kept", len(all), added)
	}
	l = latest{}
	for range 10 {
		l.add(&entry{record: make([]byte, maxBytes/4)})
	}
	if all, _ := l.matching(""); len(all) != 4 {
		t.Errorf("%d large ones are kept", len(all))
	}
}
