using System.Text.Json;
using DataAggregator.Core.Security;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Pipelines.Versions;

/// <summary>A part of a definition: as it is, to be compared, and with its secrets masked, to be shown.</summary>
/// <param name="Clear">What is compared.</param>
/// <param name="Shown">What is told.</param>
/// <param name="Path">Where it stands.</param>
internal readonly record struct DiffNode(JsonElement Clear, JsonElement Shown, string Path)
{
    private static readonly string[] Identities = ["name", "field_name", "field_names", "target_field", "output_field", "transformation_id", "connector_id", "connector_type"];

    public bool IsObject => Clear.ValueKind == JsonValueKind.Object && Shown.ValueKind == JsonValueKind.Object;

    public bool IsSecret => Shown.ValueKind == JsonValueKind.String && Shown.GetString() == Secret.Mask && !JsonElement.DeepEquals(Clear, Shown);

    /// <summary>The type of a step or trigger, the name or type of an endpoint.</summary>
    public string? Word => Text("type") ?? (Text("transformation_id") is null ? null : "saved transformation") ?? Text("name") ?? Text("connector_type");

    /// <summary>What tells an item of a list from others, however its settings are changed.</summary>
    public string Identity
    {
        get
        {
            if (!IsObject)
                return Clear.GetRawText();
            var clear = Clear;
            return $"{Text("type")}|{string.Join('|', Identities.Select(key => clear.TryGetProperty(key, out var value) ? value.GetRawText() : ""))}";
        }
    }

    public DiffNode? Property(string name) =>
        IsObject && Clear.TryGetProperty(name, out var clear) && Shown.TryGetProperty(name, out var shown) ? new DiffNode(clear, shown, $"{Path}.{name}") : null;

    /// <summary>The node as a list of steps, in whichever form it was written.</summary>
    public DiffNode AsSteps() => new(StepList.ToArray(Clear), StepList.ToArray(Shown), Path);

    public IReadOnlyList<DiffNode> Items()
    {
        var (path, shown) = (Path, Shown);
        return [.. Clear.EnumerateArray().Select((item, i) => new DiffNode(item, shown[i], $"{path}[{i}]"))];
    }

    private string? Text(string key) => IsObject && Clear.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
