package monitor

import (
	"maps"
	"sync"

	"github.com/tlssniff/tlssniff/record"
)

// maxValues bounds how many different values of one kind are counted apart: peers choose what they say.
const maxValues = 500

// others stands for the values that are too many.
const others = "others"

// Counts are how many connections had each value of a few fields.
type Counts struct {
	Connections                                  int64
	Outcomes, Versions, Suites, Causes, Findings map[string]int64
}

// Failed returns how many connections are not established, but for those of which the capture lacks too much to tell.
func (c *Counts) Failed() int64 {
	return c.Connections - c.Outcomes[record.OutcomeEstablished] - c.Outcomes[record.OutcomeIncomplete]
}

// tally counts records. Its zero value is empty.
type tally struct {
	mu  sync.Mutex
	now Counts
}

func (t *tally) add(c *record.Connection) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Connections++
	count(&t.now.Outcomes, c.Outcome)
	count(&t.now.Versions, c.Version)
	count(&t.now.Suites, c.CipherSuite)
	if c.Diagnosis != nil {
		count(&t.now.Causes, c.Diagnosis.Cause)
	}
	for i := range c.Findings {
		count(&t.now.Findings, c.Findings[i].Code)
	}
}

// counts returns a copy of what was counted so far.
func (t *tally) counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.now
	for _, m := range []*map[string]int64{&c.Outcomes, &c.Versions, &c.Suites, &c.Causes, &c.Findings} {
		*m = maps.Clone(*m)
	}
	return c
}

func count(m *map[string]int64, value string) {
	if value == "" {
		return
	}
	if *m == nil {
		*m = make(map[string]int64)
	}
	if _, known := (*m)[value]; !known && len(*m) >= maxValues {
		value = others
	}
	(*m)[value]++
}
