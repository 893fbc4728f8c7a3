using DataAggregator.Local;

namespace DataAggregator.Tests.Fixtures;

/// <summary>A folder of one test, which the servers' unprivileged user can pass through.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("dataaggregator-").FullName;
        PrivateFiles.CreateFolder(Path, reachable: true);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
