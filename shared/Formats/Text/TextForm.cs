using System.Text;

namespace DataAggregator.Formats.Text;

/// <summary>How a text is encoded.</summary>
/// <param name="Encoding">The encoding to decode; null for UTF-8, which is read as it is.</param>
/// <param name="MarkLength">The bytes of the byte order mark at its beginning.</param>
public sealed record TextForm(Encoding? Encoding, int MarkLength);
