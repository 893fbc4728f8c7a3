using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>The summaries of an assembly's documentation comments, from the XML file that the compiler puts beside it.</summary>
internal sealed partial class XmlComments
{
    private readonly ILookup<string, string> summaries;

    private XmlComments(ILookup<string, string> summaries) => this.summaries = summaries;

    /// <summary>Reads them.</summary>
    /// <exception cref="FileNotFoundException">The file was not deployed with the assembly.</exception>
    public static XmlComments Of(Assembly assembly) => new(XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToLookup(member => member.Attribute("name")!.Value.Split('(')[0], member => Text(member.Element("summary")!), StringComparer.Ordinal));

    /// <summary>The summary of a method that has no overloads.</summary>
    /// <exception cref="InvalidOperationException">It has none, or has overloads.</exception>
    public string this[MethodInfo method] => summaries[$"M:{method.DeclaringType!.FullName!.Replace('+', '.')}.{method.Name}"].Single();

    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToList())
            reference.ReplaceWith(reference.Attribute("cref")?.Value.Split('.')[^1] ?? reference.Attribute("langword")?.Value ?? "");
        return Whitespace().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
