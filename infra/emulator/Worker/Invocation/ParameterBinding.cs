using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>How one parameter is bound: its binding attribute, and the converters that are asked before the worker's own.</summary>
internal sealed class ParameterBinding
{
    public ParameterBinding(ParameterInfo parameter)
    {
        Attribute = parameter.GetCustomAttribute<BindingAttribute>(inherit: true);
        IReadOnlyDictionary<string, object> properties = Attribute is null
            ? ImmutableDictionary<string, object>.Empty
            : new Dictionary<string, object> { [FunctionDescriptor.BindingAttributeProperty] = Attribute };
        Parameter = new FunctionParameter(parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, DefaultOf(parameter), properties);

        var own = parameter.GetCustomAttribute<InputConverterAttribute>(inherit: true)
            ?? parameter.ParameterType.GetCustomAttributes<InputConverterAttribute>(inherit: true).FirstOrDefault();
        var advertised = own is null && Attribute is not null
            ? Attribute.GetType().GetCustomAttributes<InputConverterAttribute>().Select(converter => converter.ConverterType).Where(Supports)
            : [];
        Converters = own is null ? [.. advertised] : [own.ConverterType];
        AllowsFallback = own is not null
            || Attribute?.GetType().GetCustomAttribute<ConverterFallbackBehaviorAttribute>()?.Behavior != ConverterFallbackBehavior.Disallow;
    }

    public FunctionParameter Parameter { get; }

    /// <summary>The trigger or input binding; null for a parameter that is bound by name or type only.</summary>
    public BindingAttribute? Attribute { get; }

    /// <summary>Converters that are asked first.</summary>
    public ImmutableArray<Type> Converters { get; }

    /// <summary>Whether the worker's own converters are asked afterwards.</summary>
    public bool AllowsFallback { get; }

    private static object? DefaultOf(ParameterInfo parameter) => parameter.HasDefaultValue
        ? parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)
        : null;

    private bool Supports(Type converter)
    {
        var targets = converter.GetCustomAttributes<SupportedTargetTypeAttribute>().Select(supported => supported.TargetType).ToArray();
        return targets.Length == 0 || targets.Contains(Parameter.Type);
    }
}
