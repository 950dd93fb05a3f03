package process

import "strings"

// loggers are the variables with the levels of all that logs in a provider: its own
// code, and the SDK's, which takes its absence for "trace".
var loggers = []string{"TF_LOG_PROVIDER_CHAT", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"}

// Quiet switches all logs off when nobody has asked for one: every line is formatted
// else, sent to Terraform and thrown away there, which costs more than all the rest that
// the provider does. A log is asked for by any variable whose name begins with TF_LOG;
// then nothing is changed, and a variable that is there is never overridden.
// environ is what os.Environ returns, and setenv is os.Setenv.
func Quiet(environ []string, setenv func(name, value string) error) error {
	there := map[string]bool{}
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "TF_LOG") && value != "" {
			return nil
		}
		there[name] = true
	}
	for _, name := range loggers {
		if there[name] {
			continue
		}
		if err := setenv(name, "off"); err != nil {
			return err
		}
	}
	return nil
}
