package report

import (
	"cmp"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// Brief is a connection in the few words that fit a line. All of them are clean.
type Brief struct {
	Start          time.Time
	Outcome        string
	Client, Server string
	Name           string // that the client asked for
	Version, Suite string
	Problem        string // why it is not established
}

// BriefOf tells a connection in a few words.
func BriefOf(c *record.Connection) Brief {
	r := row(encodeRow(nil, c)).split()
	return Brief{
		Start: started(r[cellStart]), Outcome: r[cellOutcome], Client: r[cellClient], Server: r[cellServer],
		Name: r[cellName], Version: r[cellVersion], Suite: suiteShort(r[cellSuite]), Problem: r[cellProblem],
	}
}

// Detail says why the connection is not established, else what was agreed on.
func (b *Brief) Detail() string { return cmp.Or(b.Problem, strings.TrimSpace(b.Version+" "+b.Suite)) }
