using System.Text;

namespace DataAggregator.Storage;

/// <summary>Encrypts the events of a day of one stream. Stream and id of the event are authenticated with it. For one caller at a time.</summary>
internal sealed class StreamEventSeal(byte[] key, string stream) : IDisposable
{
    private readonly DataSeal seal = new(key);

    /// <summary>Seals the body of an event.</summary>
    public byte[] Seal(string id, ReadOnlySpan<byte> body) => seal.Seal(body, Associated(id));

    /// <summary>What <see cref="Seal"/> was given.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed, or belongs to another event.</exception>
    public byte[] Open(string id, ReadOnlySpan<byte> content) => seal.Open(content, Associated(id));

    public void Dispose() => seal.Dispose();

    private byte[] Associated(string id) => Encoding.UTF8.GetBytes($"event {id} of {stream}");
}
