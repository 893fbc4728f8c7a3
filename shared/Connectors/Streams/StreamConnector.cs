using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Streams;

namespace DataAggregator.Connectors.Streams;

/// <summary>The connector type <c>stream</c>: events that were posted to the platform.</summary>
public static class StreamConnector
{
    /// <summary>The connector over the platform's streams; without them it is in the catalogue only.</summary>
    public static Connector Create(IEventStreamStore? streams, IRunStore? runs)
    {
        var spec = new ConnectorSpec
        {
            Type = "stream",
            DisplayName = "Streams of this platform",
            Category = "queue",
            Description = "Reads events that were posted to a stream of this platform: those that a stream trigger gives to the run, else all that are kept.",
            Aliases = ["streams", "event_stream"],
            Capabilities = ["source", "discover", "stream"],
            StreamSetting = "stream",
            MakeConfigSchema = ConfigSchema.For<StreamSource.Options>,
            Available = streams is not null,
            InstallHint = streams is not null ? null : "Streams belong to the server: start it, and save the pipeline there.",
        };
        return new Connector(spec, streams is not null && runs is not null ? new StreamSource(streams, runs) : null, null);
    }
}
