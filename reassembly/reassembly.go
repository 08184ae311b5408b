package reassembly

import "github.com/tlssniff/tlssniff/packet"

// Side is one end of a flow, by who opened it as far as TCP can tell.
type Side uint8

// Opener sent the SYN; where none was captured, Opener is the side whose packet was seen first.
const (
	Opener Side = iota
	Acceptor
)

// Peer returns the other side.
func (s Side) Peer() Side { return 1 - s }

// Place is where in the capture some bytes came from.
type Place struct {
	Time  int64  // nanoseconds, as the packet says it
	Index int64  // the packet's place in the whole run
	file  uint64 // the source above the number
}

// numberBits is how many bits a packet's number has. It leaves some for 16 million files.
const numberBits = 40

// NewPlace returns the place of a packet that has a number in its own file, which has the index source.
func NewPlace(time, index, number int64, source int32) Place {
	return Place{Time: time, Index: index, file: uint64(source)<<numberBits | uint64(number)&(1<<numberBits-1)}
}

// Number is that of the packet in its own file.
func (p Place) Number() int64 { return int64(p.file & (1<<numberBits - 1)) }

// Source is the index of the packet's file.
func (p Place) Source() int32 { return int32(p.file >> numberBits) }

// Owner follows one flow's bytes. Its methods are called in the order of the
// capture, from one goroutine.
type Owner interface {
	// Data gives the next bytes of a side's stream. They are borrowed until Data returns.
	// at is the packet that carried them. Offset is their place in the side's stream (0 is
	// the first byte after the SYN, or the first one seen).
	// Data returns how many of the bytes that follow b it has no need of (0: it
	// needs them all; Forever: none ever again): holes in those are never waited for nor told.
	Data(side Side, offset int64, b []byte, at Place) (skip int64)
	// Gap says that n bytes of the side's stream at offset will not come. lost says
	// who lost them. skip as in Data.
	Gap(side Side, offset, n int64, lost Loss, at Place) (skip int64)
	// Fin says that the side's stream ended in order: no byte of it follows.
	Fin(side Side, at Place)
	// End says that the flow ended; flow is valid until End returns.
	End(flow *Flow, reason EndReason)
}

// Forever as Owner.Data's answer means that no byte of the side is needed any more.
const Forever = int64(1) << 62

// Loss says who lost the bytes of a gap.
type Loss uint8

const (
	LostByCapture Loss = iota // the receiver acknowledged them: the capture lacks them
	LostByNetwork             // never acknowledged
)

// EndReason says how a flow ended.
type EndReason uint8

const (
	EndOpen    EndReason = iota // the capture ended first
	EndFin                      // both sides' FIN, or one side's and then inactivity
	EndReset                    // an RST that its receiver took
	EndTimeout                  // inactivity, or a limit
	EndReuse                    // a new SYN on the same ports
)

// Witness sees which packets are whose. It is for who keeps them.
type Witness interface {
	// Packet gives each packet of a flow that is not over, before anything of it is given to the
	// flow's owner. It is borrowed until Packet returns; f is as in NewOwner.
	Packet(f *Flow, p *packet.Packet)
	// Empty says that a flow ended that never had an owner, because no byte of payload came.
	Empty(f *Flow)
}

// NewOwner makes the owner of a flow when the first bytes are to be delivered. f stays
// where it is until the owner's End returns, and is filled on the way.
type NewOwner func(f *Flow) Owner
