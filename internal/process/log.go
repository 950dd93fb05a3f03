package process

import "strings"

// loggers are the variables with the levels of all that logs in a provider: its own
// code, and the SDK's, which takes its absence for "trace".
var loggers = []string{"TF_LOG_PROVIDER_CHAT", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"}

// DisableLogs switches all logs off when nobody has asked for one: every line is
// formatted else, sent to Terraform and thrown away there, which costs more than all the
// rest that the provider does. A log is asked for by any variable whose name begins with
// TF_LOG; then nothing is changed, and a variable that is there is never overridden.
// environ is what os.Environ returns, and setenv is os.Setenv, whose failure means that
// there is more log than needed.
func DisableLogs(environ []string, setenv func(name, value string) error) {
	there := map[string]bool{}
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		// Windows does not tell capitals apart in names.
		name = strings.ToUpper(name)
		if strings.HasPrefix(name, "TF_LOG") && value != "" {
			return
		}
		there[name] = true
	}
	for _, name := range loggers {
		if !there[name] {
			_ = setenv(name, "off")
		}
	}
}
