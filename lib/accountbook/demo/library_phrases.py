"""The sentences of success stories, lessons and arguments, which all teams share."""

from __future__ import annotations

from accountbook.demo.wording import Phrases

CUSTOMERS = ("a {channel} in {country}", "a maker in {country}", "a {channel} of the region {country}",
             "a family firm in {country}",
             "the market leader in {country}", "a plant in {country}")  # fmt: skip
TITLES = Phrases(
    ("{noun}s in use within eleven weeks", "from single orders to a frame contract for {noun}s",
     "a line that no longer stands: {noun}s changed over a weekend",
     "service first, then the {noun}s", "how one drawing opened two plants",
     "{noun}s tested together, bought together", "stock at the gate, no rush orders since",
     "retrofit with {noun}s paid back in nine months", "a claim answered in a day became an order",
     "by the design department to the {noun}s",
     "won against a lower price", "fitters trained, claims halved", "the small item that kept the customer"),
)  # fmt: skip
RESULTS = Phrases(
    ("standing hours down by {share}%", "{share}% less stock of {noun}s",
     "change of a {noun} in {share} minutes instead of three hours", "order followed for the second plant",
     "no late lot since", "{amount} thousand EUR a year from one contact", "claims down by {share}%",
     "frame contract over two years, {amount} thousand EUR",
     "second source removed from the drawing", "running cost {share}% lower, signed by their service",
     "delivery plan instead of single orders", "named as reference at their fair"),
)  # fmt: skip
DIFFERENCES = Phrases(
    ("their own fitters; where there are none, offer ours", "drawing was open; elsewhere ask design first",
     "one person decided alone", "they paid for the test themselves",
     "budget of maintenance, not of investment", "smaller lots, shorter way", "end customer had asked for us by name",
     "the plant had stood for two days before",
     "their distributor stood aside", "clean water; with dust use the FKM seal", "their year ends in March",
     "works the same with two shifts"),
)  # fmt: skip
LESSONS = Phrases(
    ("never name a price for {noun}s before the volume is said",
     "{market}: the approval takes four months, not six weeks", "ask who signs before the second offer",
     "{market}: the integrator decides, not the end customer", "a claim not answered in a week costs the next order",
     "{noun}s in small lots by air eat the margin",
     "do not promise the change-over before service has seen the plant", "a friend in purchasing is no budget",
     "{market}: prices are asked in December, bought in March",
     "give no sample without a test plan", "two sources in the drawing means price only",
     "tell the distributor before the end customer",
     "discount at the year's end comes back as the price of the next year",
     "the planner knew of the stock, nobody asked", "the new {noun} needs the new seal kit: offer both",
     "{market}: written answers count, telephone does not"),
)  # fmt: skip
OBSOLETE = ("the successor of the item does not need it", "rules changed this year", "they order by portal now",
            "our own delivery time is shorter now", "the standard was replaced",
            "new test bench, done in house", "the approval was taken over by another body",
            "customs are paid by us now", "seals of another material",
            "the integrator was bought by its customer", "stock is shared through the portal",
            "the second plant does it now")  # fmt: skip
SITUATIONS = Phrases(
    ("price talk about {noun}s", "first visit", "after a late lot", "against a cheaper make",
     "when the budget is asked for", "with the technical director", "with finance",
     "before a tender", "when stock was too high", "at a change-over of {noun}s", "when a second source was wanted",
     "after a claim"),
)  # fmt: skip
ARGUMENTS = Phrases(
    ("one standing hour costs more than the difference of ten {noun}s",
     "the cheaper {noun} is changed twice as often", "we take the test over, you take the result",
     "your service will not have to learn anything new", "stock stays with us until you call it off",
     "the drawing stays yours", "one contact, named, who answers in a day",
     "the same {noun} runs at a plant of your industry since four years",
     "the price holds for two years, yours to your customer can too", "pay by lot, not in advance",
     "the old ones go back to us", "your end customer asks for it", "five years of seals from stock, in writing",
     "less weight, one fitter instead of two"),
)  # fmt: skip
OUTCOMES = ("order a month later", "asked for the figures in writing", "did not believe it", "led to the test",
            "price was no longer spoken of", "the other make got cheaper still",
            "repeated it before the board in our place", "worked with service, not with purchasing",
            "no effect, budget was gone", "opened the second plant", "half the effect, half the volume",
            "came back to it after a year")  # fmt: skip
