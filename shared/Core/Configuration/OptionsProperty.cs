using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DataAggregator.Core.Configuration;

/// <summary>One setting of an options record.</summary>
internal sealed class OptionsProperty(PropertyInfo info, NullabilityInfoContext nullability)
{
    public PropertyInfo Info { get; } = info;

    public string? Description { get; } = info.GetCustomAttribute<DescriptionAttribute>()?.Description;

    public bool IsRequired { get; } = info.IsDefined(typeof(RequiredMemberAttribute));

    public bool AcceptsNull { get; } = nullability.Create(info).WriteState == NullabilityState.Nullable;

    public IReadOnlyList<ValidationAttribute> Validations { get; } = [.. info.GetCustomAttributes<ValidationAttribute>()];
}
