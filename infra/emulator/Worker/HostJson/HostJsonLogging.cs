using Microsoft.Extensions.Configuration;

namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary>
/// The <c>logging</c> section of <c>host.json</c> as configuration that everything else overrides. The builder adds it first and
/// fills it when it knows where <c>host.json</c> is: a source that is inserted later would make the configuration forget what was set by hand.
/// </summary>
internal sealed class HostJsonLogging : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Fill(IDictionary<string, string?> settings)
    {
        Data = settings;
        OnReload();
    }
}
