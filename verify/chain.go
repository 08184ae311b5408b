package verify

import (
	"slices"

	"github.com/tlssniff/tlssniff/record"
)

// Lead follows a chain from the leaf, which is first, as far as the certificates
// that were sent lead, in whatever order they stand.
func Lead(chain []*record.Certificate) []*record.Certificate {
	if len(chain) == 0 {
		return nil
	}
	way := []*record.Certificate{chain[0]}
	for {
		at := way[len(way)-1]
		if at.SelfSigned.Value || !at.Issuer.Present {
			return way
		}
		i := slices.IndexFunc(chain, func(c *record.Certificate) bool {
			return c.Subject.Present && c.Subject.Value == at.Issuer.Value && !slices.Contains(way, c)
		})
		if i < 0 {
			return way
		}
		way = append(way, chain[i])
	}
}

// Top returns the last certificate that Lead reaches; there must be one.
func Top(chain []*record.Certificate) *record.Certificate {
	way := Lead(chain)
	return way[len(way)-1]
}
