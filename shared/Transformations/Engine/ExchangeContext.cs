using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Engine;

/// <summary>What an exchange has at hand in one run.</summary>
/// <param name="Step">How the step is called in errors: <c>transformations[2]</c>.</param>
/// <param name="Resources">Budget, spill store and inputs.</param>
/// <param name="Books">The step's books, for what <see cref="ExchangeOperator.ReadAsync"/> finds out: records deduplicated, absorbed, added, filtered. Records in and out are counted by the engine.</param>
/// <param name="Schemas">The schemas of the batches that came, also of empty ones; complete once all lanes are.</param>
internal sealed record ExchangeContext(string Step, TransformationResources Resources, StepBooks Books, SchemaUnion Schemas);
