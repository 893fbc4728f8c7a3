using System.Text;
using System.Text.RegularExpressions;

namespace DataAggregator.Emulator.Blobs;

/// <summary>A trigger's path, <c>container/folder/{name}.csv</c>: which blobs it means, and the values of its names.</summary>
internal sealed class BlobPathPattern
{
    private readonly Regex? _blob;

    private BlobPathPattern(string container, string prefix, Regex? blob, IReadOnlyList<string> names)
    {
        Container = container;
        Prefix = prefix;
        Names = names;
        _blob = blob;
    }

    /// <summary>The container; it has no names.</summary>
    public string Container { get; }

    /// <summary>What every matching blob begins with: narrows the listing.</summary>
    public string Prefix { get; }

    /// <summary>The names within braces, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a path. <c>{{</c> and <c>}}</c> stand for braces; a container alone means all its blobs.</summary>
    /// <exception cref="FormatException">What is wrong with it.</exception>
    public static BlobPathPattern Parse(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var container = slash < 0 ? path : path[..slash];
        if (container.Length == 0 || container.AsSpan().ContainsAny('{', '}'))
        {
            throw new FormatException($"'{path}' is not a blob path: it must begin with the name of one container, as in 'uploads/{{name}}.csv'.");
        }

        if (slash < 0)
        {
            return new BlobPathPattern(container, "", null, []);
        }

        return ParseBlob(path, container, path[(slash + 1)..]);
    }

    /// <summary>The values of the names when the blob matches; null when it does not.</summary>
    public IReadOnlyDictionary<string, string>? Match(string blob)
    {
        if (_blob is null)
        {
            return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        }

        var match = _blob.Match(blob);
        return match.Success
            ? Names.Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => match.Groups[name].Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }

    private static BlobPathPattern ParseBlob(string path, string container, string blob)
    {
        var expression = new StringBuilder("^");
        var literal = new StringBuilder();
        string? prefix = null;
        var names = new List<string>();
        for (var i = 0; i < blob.Length; i++)
        {
            if (blob[i] is not ('{' or '}'))
            {
                literal.Append(blob[i]);
            }
            else if (i + 1 < blob.Length && blob[i + 1] == blob[i])
            {
                literal.Append(blob[i++]);
            }
            else
            {
                prefix ??= literal.ToString();
                expression.Append(Regex.Escape(literal.ToString()));
                literal.Clear();
                var name = Name(path, blob, ref i);
                expression.Append(names.Contains(name) ? $@"\k<{name}>" : $"(?<{name}>.*)");
                names.Add(name);
            }
        }

        expression.Append(Regex.Escape(literal.ToString())).Append("\\z");
        var regex = new Regex(expression.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        return new BlobPathPattern(container, prefix ?? literal.ToString(), regex, names);
    }

    /// <summary>Reads the name at <paramref name="i"/> and moves to its closing brace.</summary>
    private static string Name(string path, string blob, ref int i)
    {
        var end = blob[i] == '{' ? blob.IndexOf('}', i) : -1;
        var name = end < 0 ? "" : blob[(i + 1)..end];
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_') || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_'))
        {
            throw new FormatException(
                $"'{path}' is not a blob path: '{{' and '}}' enclose a name of letters, digits and '_', as in 'uploads/{{name}}.csv'; write '{{{{' or '}}}}' for the character itself.");
        }

        i = end;
        return name;
    }
}
