package bench

import (
	"context"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Row is a vendor's trial beside one of terraform_data with as many resources.
type Row struct {
	Vendor  string
	N       int
	Latency time.Duration
	Own     Trial
	Data    Trial
}

// Table measures every vendor with every number of sessions and every latency, each
// beside terraform_data.
func (b *Bench) Table(ctx context.Context, o Options) ([]Row, error) {
	sizes, latencies := o.Sizes, o.Latencies
	if len(sizes) == 0 {
		sizes = []int{1, 100, 1000}
	}
	if len(latencies) == 0 {
		latencies = []time.Duration{0, slow}
	}
	b.say("\ntable: %d sessions at %v, latencies %v", sizes, o.vendors(sandbox.Vendors()...), latencies)
	var rows []Row
	for _, latency := range latencies {
		for _, n := range sizes {
			for _, vendor := range o.vendors(sandbox.Vendors()...) {
				row := Row{Vendor: vendor, N: n, Latency: latency}
				var err error
				if row.Data, err = b.run(ctx, data(), n, 0); err != nil {
					return rows, err
				}
				if row.Own, err = b.run(ctx, chat(vendor), n, latency); err != nil {
					return rows, err
				}
				rows = append(rows, row)
			}
		}
	}
	return rows, nil
}
