package report

import (
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Progress shows on a terminal how far long work has come.
type Progress struct {
	stop chan struct{}
	done sync.WaitGroup
}

// Work that takes less than patience shows nothing; then the bar moves at every beat.
const (
	patience = time.Second
	beat     = 200 * time.Millisecond
)

// StartProgress shows bytes read of a total (0 where it is not known), their
// rate and the time left, if out is a terminal.
func StartProgress(out *os.File, progress func() (read, total int64)) *Progress {
	p := &Progress{stop: make(chan struct{})}
	if !term.IsTerminal(int(out.Fd())) {
		return p
	}
	p.done.Go(func() { p.show(out, progress) })
	return p
}

func (p *Progress) show(out *os.File, progress func() (read, total int64)) {
	select {
	case <-p.stop:
		return
	case <-time.After(patience):
	}
	_, total := progress()
	if total <= 0 {
		total = -1
	}
	bar := progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(out),
		progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetPredictTime(total > 0),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(0),
	)
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		read, _ := progress()
		bar.Set64(read)
		select {
		case <-p.stop:
			bar.Clear()
			return
		case <-tick.C:
		}
	}
}

// Stop takes the bar away.
func (p *Progress) Stop() {
	close(p.stop)
	p.done.Wait()
}
