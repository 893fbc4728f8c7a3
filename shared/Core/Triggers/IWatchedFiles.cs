using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Triggers;

/// <summary>The files that triggers watch.</summary>
public interface IWatchedFiles
{
    /// <summary>Adds a problem where files at that path may not be opened.</summary>
    void Check(string path, string at, Problems problems);

    /// <summary>The files that a path, folder or glob means, as they are now, in the order of their paths; none is no error.</summary>
    /// <exception cref="Connectors.ConnectorException">The path may not be opened, or cannot be read.</exception>
    IReadOnlyList<SeenFile> List(string path);
}
