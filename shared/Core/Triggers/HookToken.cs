using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DataAggregator.Core.Triggers;

/// <summary>The token in the address of a webhook: 256 random bits, of which the platform keeps a hash. It is shown once, and never printed.</summary>
public sealed class HookToken
{
    private const string Prefix = "whk_";
    private const int MostCharacters = 200;
    private const int HintCharacters = 8;
    private readonly string text;

    private HookToken(string text) => this.text = text;

    /// <summary>What is kept of it. Of so many random bits a plain hash cannot be guessed.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>How it begins.</summary>
    public string Hint => text.Length > HintCharacters ? text[..HintCharacters] : "";

    /// <summary>A new one.</summary>
    public static HookToken Create() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The one that an address has; anything is taken, as nothing may tell what tokens look like.</summary>
    public static HookToken Of(string given) => new(given.Length > MostCharacters ? given[..MostCharacters] : given);

    /// <summary>The token itself.</summary>
    public string Reveal() => text;

    /// <inheritdoc/>
    public override string ToString() => $"{Hint}...";
}
