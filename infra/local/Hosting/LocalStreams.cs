using System.Security.Cryptography;
using System.Text;

namespace DataAggregator.Local.Hosting;

/// <summary>The event hubs of a server on this machine.</summary>
public static class LocalStreams
{
    /// <summary>A name for its namespace: the same for the same data, another for another server in this process.</summary>
    public static string NamespaceOf(string dataDirectory) => $"streams-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataDirectory))))[..12]}";
}
