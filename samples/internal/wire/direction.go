//go:build linux

package main

import (
	"errors"
	"io"
	"sync"
	"syscall"
	"time"
)

// A direction carries one side's frames to the other side.
type direction struct {
	delay    time.Duration
	faults   map[int]fault
	mirror   mirror
	from, to io.ReadWriter
}

// A passage is one frame and what is to happen to it.
type passage struct {
	frame []byte
	fault fault
	due   time.Time
}

// largestFrame is the Ethernet header, a VLAN tag and an MTU of 9000.
const largestFrame = 14 + 4 + 9000

// run carries frames until reading fails, and what is under way by then to its
// end. A frame passes the mirror port when
// half of the delay is over and arrives when all of it is.
func (d direction) run() error {
	toMirror, toReceiver := make(chan passage, 256), make(chan passage, 256)
	var underWay sync.WaitGroup
	underWay.Go(func() { d.passMirror(toMirror, toReceiver) })
	underWay.Go(func() { d.arrive(toReceiver) })
	defer underWay.Wait()
	defer close(toMirror)

	segments := 0
	var overtaken []passage
	buffer := make([]byte, largestFrame)
	for {
		n, err := d.from.Read(buffer)
		if errors.Is(err, syscall.EIO) {
			// The interface is not up yet.
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			return err
		}
		p := passage{frame: append([]byte(nil), buffer[:n]...), due: time.Now().Add(d.delay / 2)}
		if payloadLength(p.frame) > 0 {
			segments++
			p.fault = d.faults[segments]
		}
		switch p.fault {
		case drop:
			continue
		case late:
			overtaken = append(overtaken, p)
			continue
		}
		toMirror <- p
		if payloadLength(p.frame) > 0 {
			for _, o := range overtaken {
				toMirror <- o
			}
			overtaken = nil
		}
	}
}

func (d direction) passMirror(in <-chan passage, out chan<- passage) {
	defer close(out)
	for p := range in {
		time.Sleep(time.Until(p.due))
		if p.fault != miss {
			d.mirror.copy(p.frame)
		}
		if p.fault == double {
			d.mirror.copy(p.frame)
		}
		if p.fault != lose {
			p.due = time.Now().Add(d.delay / 2)
			out <- p
		}
	}
}

func (d direction) arrive(in <-chan passage) {
	for p := range in {
		time.Sleep(time.Until(p.due))
		// A frame that can't be delivered is a lost one, which TCP bears.
		_, _ = d.to.Write(p.frame)
	}
}

// A mirror is the port that shows what passes the middle of the wire.
type mirror struct {
	port io.Writer
	vlan uint16 // 0: untagged
	way  way
}

// copy shows a frame if it carries TCP or UDP.
func (m mirror) copy(frame []byte) {
	if payloadLength(frame) < 0 {
		return
	}
	frame = m.way.wrap(frame)
	if m.vlan != 0 {
		frame = tag(frame, m.vlan)
	}
	_, _ = m.port.Write(frame)
}
