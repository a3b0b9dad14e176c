"""A field on a page: label, hint, error, control; only optional ones are marked; a summary leads to each problem."""

from django import forms
from django.template import Context, Template


class Sample(forms.Form):
    group = forms.ChoiceField(
        choices=[("a", "Responsible AI"), ("b", "Data governance")],
        widget=forms.RadioSelect,
        help_text="The first choice counts.",
        error_messages={"required": "Choose a group"},
    )
    motive = forms.CharField(widget=forms.Textarea, max_length=20, help_text="English or French.")
    title = forms.CharField(required=False)


def shown(source, **context):
    return Template("{% load crispy_forms_tags %}" + source).render(Context(context))


def test_hint_and_error_come_before_the_control():
    html = shown("{{ form|crispy }}", form=Sample({"motive": "far more than twenty characters"}))
    assert html.index("English or French.") < html.index("Ensure this value") < html.index("<textarea")
    assert html.index("The first choice counts.") < html.index("Choose a group") < html.index('id="id_group_0"')
    assert '<span class="visually-hidden">Error: </span>Choose a group' in html


def test_only_optional_fields_are_marked():
    html = shown("{{ form|crispy }}", form=Sample())
    assert html.count("(optional)") == 1
    assert "*" not in html


def test_a_long_text_is_counted_and_never_cut_by_the_browser():
    html = shown("{{ form|crispy }}", form=Sample())
    assert 'data-limit="20"' in html
    assert "maxlength" not in html
    assert 'aria-describedby="id_motive_helptext id_motive_count"' in html


def test_choices_stand_in_a_fieldset_described_by_hint_and_error():
    html = shown("{{ form|crispy }}", form=Sample({}))
    assert 'aria-describedby="id_group_helptext id_group_error"' in html
    assert html.index("<legend>") < html.index('type="radio"')


def test_the_summary_links_each_problem_to_its_control_and_stays_away_without_one():
    summary = '{% include "components/error_summary.html" %}'
    html = shown(summary, form=Sample({"motive": "short"}))
    assert '<a href="#id_group_0">Choose a group</a>' in html
    assert ">Motive: Ensure this value" in shown(summary, form=Sample({"motive": "far more than twenty characters"}))
    assert "problem" not in shown(summary, form=Sample())
    assert "problem" not in shown(summary)
