//go:build libpcap || (darwin && cgo) || (windows && (amd64 || 386))

package live

import (
	"sync/atomic"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/pcap"

	"github.com/tlssniff/tlssniff/capture"
)

// ahead is how many batches are filled before their packets are taken.
const ahead = 8

// pcapReader reads from libpcap, which blocks, in a goroutine of its own, into
// batches out of which the packets are taken.
type pcapReader struct {
	source     int32
	full, free chan *capture.Batch
	silenced   atomic.Int64  // when the capture was ended, in nanoseconds since 1970, or 0
	quit       chan struct{} // closed to end the goroutine at once
	ended      chan struct{} // closed when it has ended

	filling *capture.Batch // or nil
	begun   time.Time      // when its first packet came
	number  int64          // of the last packet
}

func newPcapReader(source int32) *pcapReader {
	r := &pcapReader{
		source: source, full: make(chan *capture.Batch, ahead), free: make(chan *capture.Batch, ahead),
		quit: make(chan struct{}), ended: make(chan struct{}),
	}
	for range ahead {
		r.free <- &capture.Batch{}
	}
	return r
}

// read reads packets until the capture ends, which is no error, or the interface fails. It
// calls look now and then.
func (r *pcapReader) read(handle *pcap.Handle, look func() error) error {
	link := capture.LinkType(handle.LinkType())
	for looked := time.Now(); ; {
		data, info, err := handle.ZeroCopyReadPacketData()
		now := time.Now()
		if now.Sub(looked) > checks {
			looked = now
			if err := look(); err != nil {
				r.flush()
				return err
			}
		}
		if err != nil || now.Sub(r.begun) > hold {
			r.flush()
		}
		switch {
		case r.over(now):
			r.flush()
			return nil
		case err == pcap.NextErrorTimeoutExpired:
			time.Sleep(time.Millisecond) // libpcap does not wait on Windows
		case err != nil:
			return err
		case !r.keep(data, info, link):
			return nil
		}
	}
}

// over reports whether nothing that may come now is wanted.
func (r *pcapReader) over(now time.Time) bool {
	select {
	case <-r.quit:
		return true
	default:
		at := r.silenced.Load()
		return at != 0 && now.UnixNano()-at > int64(drain-hold)
	}
}

// keep copies a packet into the batch that is filled. It reports false if it is to end.
func (r *pcapReader) keep(data []byte, info gopacket.CaptureInfo, link capture.LinkType) bool {
	for {
		if r.filling == nil {
			select {
			case r.filling = <-r.free:
				r.filling.Reset()
				r.begun = time.Now()
			case <-r.quit:
				return false
			}
		}
		if room, ok := r.filling.Room(len(data)); ok {
			copy(room, data)
			r.number++
			r.filling.Packets = append(r.filling.Packets, capture.Packet{
				Data: room, Time: info.Timestamp.UnixNano(), Length: info.Length, Number: r.number, Source: r.source, Link: link,
			})
			return true
		}
		r.flush()
	}
}

// flush hands over the batch that is filled. There is room for all of them.
func (r *pcapReader) flush() {
	if r.filling != nil {
		r.full <- r.filling
		r.filling = nil
	}
}
