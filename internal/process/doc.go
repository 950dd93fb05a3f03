// Package process holds the settings of the provider's process as a whole: what it logs
// and how it collects garbage. They are made once, before it serves, and for the plugin
// process alone, never for a program that has the provider built in, such as a test.
package process
