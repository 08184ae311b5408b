// Package html writes the report page: one file that shows a run's connections
// in a browser, without a network and without anything beside it.
//
// Nothing visible of the page can be known before the last connection, and
// keeping the connections until then would fill the memory. So the file begins
// with data that no browser shows, in blocks of JSON that are written as they
// fill, and what is seen stands behind it: the summary, the plots and the
// failures as plain HTML, then the script that draws the table from the data.
package html

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/tlssniff/tlssniff/record"
)

// Bounds of what a page holds. What they cost is told in the page.
const (
	// maxEstablished and maxOthers are how many connections are listed: more than
	// a person reads, and about as many as a browser sorts while one waits.
	maxEstablished, maxOthers = 100_000, 100_000
	// maxTold is how many established connections are told step by step. Of the others all that are listed are.
	maxTold = 1_000
)

// Page is a page that is being written.
type Page struct {
	w       *bufio.Writer
	clean   func(string) string
	started bool

	words        words
	rows         shelf
	stories      shelf
	certificates shelf
	known        memory // certificates that have their place

	established, others, told int64
	omitted                   omitted
	seen                      seen
}

// omitted counts what the page's bounds cost.
type omitted struct{ established, others, stories int64 }

// New begins a page. Every text that it shows is passed through clean, which
// makes text from the wire harmless to look at.
func New(w io.Writer, clean func(string) string) *Page {
	p := &Page{w: bufio.NewWriterSize(w, 1<<16), clean: clean}
	p.rows.kind, p.stories.kind, p.certificates.kind = "rows", "stories", "certificates"
	p.known.limit = maxCertificates
	p.seen.leaves.limit = maxCertificates
	return p
}

// Append appends a connection as Write takes it. The problem says in a few words
// what is wrong with it. Unlike the other methods, it is called from many goroutines.
func (p *Page) Append(dst []byte, c *record.Connection, problem string) []byte {
	return appendEntry(dst, c, problem, p.clean)
}

// Write places one connection. It does not keep the bytes.
func (p *Page) Write(encoded []byte) error {
	if err := p.start(); err != nil {
		return err
	}
	e := parse(encoded)
	p.seen.add(&e)
	if !p.lists(e.cells[cellOutcome]) {
		return nil
	}
	number := p.rows.next
	if err := p.rows.put(p.w, p.row(&e)); err != nil {
		return err
	}
	if e.established() {
		if p.told == maxTold {
			p.omitted.stories++
			return nil
		}
		p.told++
		var c record.Connection
		if err := json.Unmarshal(e.told, &c); err != nil {
			return fmt.Errorf("connection %s can't be told: %w", e.cells[cellUID], err)
		}
		e.told = appendTold(nil, &c, p.clean)
	}
	return p.tell(number, e.told)
}

// lists reports whether there is room for one more connection, and counts it.
func (p *Page) lists(outcome string) bool {
	listed, limit, lost := &p.others, int64(maxOthers), &p.omitted.others
	if outcome == record.OutcomeEstablished {
		listed, limit, lost = &p.established, maxEstablished, &p.omitted.established
	}
	if *listed == limit {
		*lost++
		return false
	}
	*listed++
	return true
}

// tell places what a connection opens to, and the certificates that came for the first time.
func (p *Page) tell(number int, told []byte) error {
	detail, certificates := takeApart(told)
	story := append([]byte(`{"detail":`), detail...)
	for _, side := range []string{"server", "client"} {
		story = append(story, `,"`+side+`":[`...)
		before := ""
		for _, c := range certificates {
			if c.side != side {
				continue
			}
			place, err := p.certificate(&c)
			if err != nil {
				return err
			}
			story = fmt.Appendf(story, `%s{"certificate":%d,"packet":%s}`, before, place, c.packet)
			before = ","
		}
		story = append(story, ']')
	}
	return p.stories.putAt(p.w, number, append(story, '}'))
}

// certificate returns a certificate's place on its shelf, where it is put unless it is there.
func (p *Page) certificate(c *presented) (int, error) {
	if place, known := p.known.place(c.hash); known {
		return place, nil
	}
	place := p.certificates.next
	p.known.remember(c.hash, place)
	return place, p.certificates.put(p.w, c.json)
}

// start writes what stands before the first data.
func (p *Page) start() error {
	if p.started {
		return nil
	}
	p.started = true
	return opening.Execute(p.w, assets)
}

// Close ends the page with what is seen of it.
func (p *Page) Close(s *Summary) error {
	if err := p.start(); err != nil {
		return err
	}
	for _, shelf := range []*shelf{&p.rows, &p.stories, &p.certificates} {
		if err := shelf.flush(p.w); err != nil {
			return err
		}
	}
	if err := p.index(s.Findings); err != nil {
		return err
	}
	if err := body.Execute(p.w, p.view(s)); err != nil {
		return err
	}
	return p.w.Flush()
}
