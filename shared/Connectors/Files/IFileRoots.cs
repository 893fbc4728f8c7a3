using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Files;

/// <summary>Decides which files connectors may open.</summary>
public interface IFileRoots
{
    /// <summary>The absolute path, symbolic links resolved, that <paramref name="path"/> stands for; it need not exist.</summary>
    /// <exception cref="ConnectorException">The path may not be opened (class settings).</exception>
    string Resolve(string path);
}
