package process_test

import (
	"maps"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/process"
)

func TestDisableLogs(t *testing.T) {
	all := map[string]string{"TF_LOG_PROVIDER_CHAT": "off", "TF_LOG_SDK": "off", "TF_LOG_SDK_PROTO": "off", "TF_LOG_SDK_FRAMEWORK": "off"}
	tests := map[string]struct {
		environ []string
		want    map[string]string
	}{
		"nothing asked for":       {[]string{"HOME=/root", "TF_VAR_log=trace", "MY_TF_LOG=trace"}, all},
		"TF_LOG":                  {[]string{"TF_LOG=trace"}, nil},
		"TF_LOG, off":             {[]string{"TF_LOG=off"}, nil},
		"in small letters":        {[]string{"Tf_Log=trace"}, nil},
		"Terraform's own":         {[]string{"TF_LOG_CORE=info"}, nil},
		"providers":               {[]string{"TF_LOG_PROVIDER=debug"}, nil},
		"this provider":           {[]string{"TF_LOG_PROVIDER_CHAT=info"}, nil},
		"another provider":        {[]string{"TF_LOG_PROVIDER_OTHER=info"}, nil},
		"the SDK":                 {[]string{"TF_LOG_SDK=warn"}, nil},
		"the protocol":            {[]string{"TF_LOG_SDK_PROTO=trace"}, nil},
		"its data":                {[]string{"TF_LOG_SDK_PROTO_DATA_DIR=data"}, nil},
		"a file":                  {[]string{"TF_LOG_PATH=terraform.log"}, nil},
		"an empty one is none":    {[]string{"TF_LOG=", "TF_LOG_PATH="}, all},
		"an empty one stays":      {[]string{"TF_LOG_SDK_PROTO="}, without(all, "TF_LOG_SDK_PROTO")},
		"one of two is not empty": {[]string{"TF_LOG_SDK=", "TF_LOG_CORE=trace"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := map[string]string{}
			process.DisableLogs(test.environ, func(name, value string) error {
				got[name] = value
				return nil
			})
			if !maps.Equal(got, test.want) {
				t.Errorf("sets %v, want %v", got, test.want)
			}
		})
	}
}

func without(all map[string]string, name string) map[string]string {
	some := maps.Clone(all)
	delete(some, name)
	return some
}
