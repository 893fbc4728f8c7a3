namespace DataAggregator.Core.Lineage;

/// <summary>What a step makes of which fields, as its settings say.</summary>
/// <param name="Step">How the step is called in errors: <c>transformations[2]</c>.</param>
/// <param name="Name">Its name in the books.</param>
/// <param name="Type">Its type.</param>
/// <param name="Fields">The fields that come out, in order.</param>
/// <param name="Influences">The fields that decide about records.</param>
public sealed record StepLineage(string Step, string Name, string Type, IReadOnlyList<MadeField> Fields, IReadOnlyList<Influence> Influences);
