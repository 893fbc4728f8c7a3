using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Lineage;

/// <summary>Reads from a definition what becomes of fields; no record is looked at.</summary>
/// <param name="catalogue">The connector types.</param>
/// <param name="compiler">The step types.</param>
public sealed class LineageReader(ConnectorCatalogue catalogue, ITransformationCompiler compiler)
{
    /// <summary>The lineage of a definition, as it is carried out.</summary>
    /// <param name="definition">The definition, saved connectors merged in.</param>
    /// <param name="plan">The plan of a run of it, which knows the fields of its sources; null where it never ran.</param>
    public LineageGraph Read(PipelineDefinition definition, RunPlan? plan)
    {
        var source = plan?.Source.Schema ?? definition.Sources[0].DeclaredSchema;
        var inputs = plan?.NamedInputs ?? [.. definition.Sources.Skip(1).Select(input => new NamedInput(input.Name!, input.DeclaredSchema))];
        var problems = new Problems();
        var program = compiler.Compile(definition.Transformations, null, "$.transformations", problems, inputs);
        problems.ThrowIfAny();
        var steps = program!.Trace(source ?? Schema.Empty);
        var walk = new LineageWalk((source ?? Schema.Empty).Select(field => field.Name));
        foreach (var step in steps)
            walk.Pass(step);
        var nodes = new List<LineageNode> { Node(LineageWalk.Source, "source", definition.Sources[0], source) };
        nodes.AddRange(definition.Sources.Skip(1).Select(input => Node(LineageWalk.NodeOf(input.Name!), "source", input, inputs.FirstOrDefault(known => known.Name == input.Name)?.Schema)));
        nodes.AddRange(steps.Select(step => new LineageNode(step.Step, "step", step.Name, step.Type, null, [.. step.Fields.Select(field => field.Field)])));
        for (var i = 0; i < definition.Destinations.Count; i++)
        {
            var id = $"destinations[{i}]";
            nodes.Add(Node(id, "destination", definition.Destinations[i], null) with { Fields = [.. walk.Columns.Select(column => column.Field)] });
            walk.Arrive(id);
        }

        return new LineageGraph(source is not null, nodes, walk.Edges, walk.Columns, walk.Influences);
    }

    /// <summary>What an endpoint reads or writes is called.</summary>
    public DatasetName NameOf(Endpoint endpoint) => DatasetName.Of(catalogue.Find(endpoint.ConnectorType!)?.Spec.Type ?? endpoint.ConnectorType!, endpoint.Config);

    private LineageNode Node(string id, string kind, Endpoint endpoint, Schema? schema)
    {
        var spec = catalogue.Find(endpoint.ConnectorType!)?.Spec;
        var type = spec?.Type ?? endpoint.ConnectorType!;
        return new LineageNode(id, kind, endpoint.Name ?? spec?.DisplayName ?? type, type, NameOf(endpoint).Name, [.. (schema ?? Schema.Empty).Select(field => field.Name)]);
    }
}
